BBBB BBBBBBBBBBBBBB BBB ngettext(u'You are the contact for an action of %(party)s', u'You are the contact for %(count)s actions of %(party)s', count) 
  SSS SSS SSS SSSSSSS SSS SS SSSSSS SS SSSSSSSSS

  PPP PPP PPP PPPPPPP PPP PPPPPPPPP PPPPPPP PP PPPPPPPPP
BBBBBBBBBBBBB
