BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBB
XXX gettext(u'Dear %(name)s,') SSSS SSSSSSSSSXXXX
XXXBB BBBBBBBBBBBBBBBBBBBBBBBBBBB gettext(u'%(party)s brought in %(agenda)s (%(agreement)s) as signed on %(day)s. Do you confirm that this is the text that was signed?') 
SSSSSSSSS SSSSSSS SS SSSSSSSSSS SSSSSSSSSSSSSSS SS SSSSSS SS SSSSSSSS SS SSS SSSSSSS SSSS SSSS SS SSS SSSS SSSS SSS SSSSSSS
BBBB gettext(u'%(party)s proposes to adopt %(agenda)s (%(agreement)s). Does your party agree with the text?') 
SSSSSSSSS SSSSSSSS SS SSSSS SSSSSSSSSS SSSSSSSSSSSSSSSS SSSS SSSS SSSSS SSSSS SSSS SSS SSSSS
BBBBBXXXX
BB BBBBBBBBBBBBBBBXXXXXXXXXXXXFFFFFFFFFFFFXXXXXXXXXXXXXBBBBB
XXX gettext(u'Please answer by %(day)s, for: %(parties)s.') 
SSSSSS SSSSSS SS SSSSSSSS SSSS SSSSSSSSSSSS
XXXX
XXXXX
  XXXXXXXX gettext(u'Read the text and answer') XXXXXXXX
XXX gettext(u'Until everyone has agreed the text stands still and nothing is adopted. No answer is not taken for a yes.') XXXX
BBBBBBBB
