BBBB BBBBBBBBBBBBBB BBBBB BBBBBBBBBBBBBBB gettext(u'%(party)s takes part in “%(agreement)s”') 
  SSSSSSSSS SSSSS SSSS SS SSSSSSSSSSSSSSS
BBBB gettext(u'%(party)s does not take part in “%(agreement)s”') 
  SSSSSSSSS SSSS SSS SSSS SSSS SS SSSSSSSSSSSSSSS
BBBBBBBBBBBBBBBBBB
