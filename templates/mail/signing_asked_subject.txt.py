BBBB BBBBBBBBBBBBBB BBB gettext(u'May %(person)s sign for %(party)s? A second person confirms it') 
  SSS SSSSSSSSSS SSSS SSS SSSSSSSSSS S SSSSSS SSSSSS SSSSSSSS SS
BBBBBBBBBBBBB
