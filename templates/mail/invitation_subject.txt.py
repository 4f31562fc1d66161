BBBB BBBBBBBBBBBBBB BBB gettext(u'%(by)s invites you to work with %(party)s in Driehoek') 
  SSSSSS SSSSSSS SSS SS SSSS SSSS SSSSSSSSS SS SSSSSSSS
BBBBBBBBBBBBB
