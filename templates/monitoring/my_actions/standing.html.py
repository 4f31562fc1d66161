BBBB BBBB
BBBB BBBBBBBBBBBBBBBBBBBB
BB BBBBB
 ngettext(u'%(count)s action waits for you.', u'%(count)s actions wait for you.', count) 
  SSSSSSSSS SSSSSS SSSSS SSS SSSS

  PPPPPPPPP PPPPPPP PPPP PPP PPPP

BBBB gettext(u'Nothing waits for you any more.') 
BBBBB
BBBBBBB
