BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBB
XXX gettext(u'Dear %(name)s,') SSSS SSSSSSSSSXXXX
XXXBB BBBBBBBBBBBBB BB BBBBBBBBB gettext(u'%(party)s (%(by)s) does not agree with %(agenda)s. The text is a draft again. The reason:') 
SSSSSSSSS SSSSSSSS SSSS SSS SSSSS SSSS SSSSSSSSSSS SSS SSSS SS S SSSSS SSSSSS SSS SSSSSSS
BBBB gettext(u'%(party)s (%(by)s) agrees with %(agenda)s if something changes first. The text is a draft again. What is asked:') 
SSSSSSSSS SSSSSSSS SSSSSS SSSS SSSSSSSSSS SS SSSSSSSSS SSSSSSS SSSSSS SSS SSSS SS S SSSSS SSSSSS SSSS SS SSSSSS
BBBBBXXXX
BB BBBBBBBBBBBBBXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXXXXXXXXBBBBB
XXXXX
  XXXXXXXX gettext(u'Look at the text and the remark') XXXXXXXX
XXX gettext(u'Once this is settled, a coordinator proposes the text anew and everyone answers again.') XXXX
BBBBBBBB
