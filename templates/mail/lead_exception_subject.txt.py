BBBB BBBBBBBBBBBBBB BBB gettext(u'%(round)s: the leads of an action may change') 
  SSSSSSSSSS SSS SSSSS SS SS SSSSSS SSS SSSSSS
BBBBBBBBBBBBB
