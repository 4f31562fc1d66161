BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Dear %(name)s,') SSSS SSSSSSSSS

BB BBBBBBBBBBBB gettext(u'%(by)s has confirmed it: from now on %(person)s may sign for %(party)s.') 
  SSSSSS SSS SSSSSSSSS SSS SSSS SSS SS SSSSSSSSSS SSS SSSS SSS SSSSSSSSSS
BBBB gettext(u'%(by)s has refused it or taken it back: %(person)s does not get the right to sign for %(party)s.') 
  SSSSSS SSS SSSSSSS SS SS SSSSS SS SSSSS SSSSSSSSSS SSSS SSS SSS SSS SSSSS SS SSSS SSS SSSSSSSSSS
BBBBB

 gettext(u'The people of your party:') 
BBBBBBBBBBBBBBBBBBBBB
