BBBB BBBBBBBBBBBBBB BBB ngettext(u'%(person)s left: one action needs another contact', u'%(person)s left: %(count)s actions need another contact', count) 
  SSSSSSSSSS SSSSS SSS SSSSSS SSSSS SSSSSSS SSSSSSS

  PPPPPPPPPP PPPPP PPPPPPPPP PPPPPPP PPPP PPPPPPP PPPPPPP
BBBBBBBBBBBBB
