BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Dear %(name)s,') SSSS SSSSSSSSS

 gettext(u'%(person)s closed %(agenda)s (%(agreement)s). Its text stays as it was agreed. A coordinator can open the year again.') 
SSSSSSSSSS SSSSSS SSSSSSSSSS SSSSSSSSSSSSSSSS SSS SSSS SSSSS SS SS SSS SSSSSSS S SSSSSSSSSSS SSS SSSS SSS SSSS SSSSSS


 gettext(u'What is not finished, and where it went') X
BBB BBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
