BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBB
XXX gettext(u'Dear %(name)s,') SSSS SSSSSSSSSXXXX
XXXBB BBBBBBBBBBBBBBB gettext(u'%(by)s said yes for %(party)s: it takes part in “%(agreement)s” from now on.') 
  SSSSSS SSSS SSS SSS SSSSSSSSSS SS SSSSS SSSS SS SSSSSSSSSSSSSSS SSSS SSS SSS
BBBB gettext(u'%(by)s said no for %(party)s: it does not take part in “%(agreement)s”.') 
  SSSSSS SSSS SS SSS SSSSSSSSSS SS SSSS SSS SSSS SSSS SS SSSSSSSSSSSSSSSS
BBBBBXXXX
XXX
  XX XXXXXXXX gettext(u'To the agreement') XXXX
XXXX
BBBBBBBB
