BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBB
XXX gettext(u'Dear %(name)s,') SSSS SSSSSSSSSXXXX
XXX gettext(u'%(agenda)s (%(agreement)s) is adopted, on %(day)s: all parties that sign agreed. This is version %(number)s; it changes only when all agree again.') 
SSSSSSSSSS SSSSSSSSSSSSSSS SS SSSSSSSS SS SSSSSSSS SSS SSSSSSS SSSS SSSS SSSSSSS SSSS SS SSSSSSS SSSSSSSSSSS SS SSSSSSS SSSS SSSS SSS SSSSS SSSSSS
XXXX
XXXXX
  XXXXXXXX gettext(u'Read the text in force') XXXXXXXX
XXXXX
  XXXXXXXX gettext(u'Look who agreed, and download the document') XXXXXXXX
BBBBBBBB
