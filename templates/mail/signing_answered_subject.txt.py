BBBB BBBBBBBBBBBBBB BBBBB BBBBBBBBBBBB gettext(u'%(person)s may sign for %(party)s from now on') 
  SSSSSSSSSS SSS SSSS SSS SSSSSSSSS SSSS SSS SS
BBBB gettext(u'%(person)s does not get the right to sign for %(party)s') 
  SSSSSSSSSS SSSS SSS SSS SSS SSSSS SS SSSS SSS SSSSSSSSS
BBBBBBBBBBBBBBBBBB
