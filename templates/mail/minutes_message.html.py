BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBB
XXX gettext(u'Dear %(name)s,') SSSS SSSSSSSSSXXXX
XXX gettext(u'%(by)s sent the minutes of %(meeting)s (%(agreement)s).') 
  SSSSSS SSSS SSS SSSSSSS SS SSSSSSSSSSS SSSSSSSSSSSSSSSS
XXXX
XXXXX XXXXXXXXXXXXXXXX gettext(u'Read the minutes') XXXXXXXX
XXX
   gettext(u'The minutes stand as they are from now on. Is something wrong or missing? A coordinator adds it below them.') 
  SSS SSSSSSS SSSSS SS SSSS SSS SSSS SSS SSS SS SSSSSSSSS SSSSS SS SSSSSSSS
  S SSSSSSSSSSS SSSS SS SSSSS SSSSS
XXXX
BBBBBBBB
