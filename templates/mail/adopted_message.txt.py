BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Dear %(name)s,') SSSS SSSSSSSSS

 gettext(u'%(agenda)s (%(agreement)s) is adopted, on %(day)s: all parties that sign agreed. This is version %(number)s; it changes only when all agree again.') 
SSSSSSSSSS SSSSSSSSSSSSSSS SS SSSSSSSS SS SSSSSSSS SSS SSSSSSS SSSS SSSS SSSSSSS SSSS SS SSSSSSS SSSSSSSSSSS SS SSSSSSS SSSS SSSS SSS SSSSS SSSSSS


 gettext(u'Read the text in force') X


 gettext(u'Look who agreed, and download the document') X
BBBBBBBBBBBBBBBBBBBBB
