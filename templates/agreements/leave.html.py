BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBB
BBBBB BBBBB gettext(u'Leaving') X BBBBBBBB
BBBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBB
BBBBB BBBBBBB gettext(u'Does %(person)s leave?') SSSS SSSSSSSSSS SSSSSSBBBBBBBB
BBBBB BBBBBB
XXX gettext(u'%(person)s then no longer sees what %(party)s sees.') SSSSSSSSSS SSSS SS SSSSSS SSSS SSSS SSSSSSSSS SSSSS
  BB BBBBBBB BB B
   gettext(u'The account is switched off, because there is no other party. What was done under this name stays in the history.') 
    SSS SSSSSSS SS SSSSSSSS SSSS SSSSSSS SSSSS SS SS SSSSS SSSSSS SSSS SSS SSSS SSSSS SSSS SSSS SSSSS SS SSS SSSSSSSS
  
  BBBB gettext(u'The account goes on, for the other party.') 
  BBBBB
   gettext(u'You can undo this on the page of your party.') XXXX
BB BBBBB
XXX ngettext(u'This action then needs another contact; you choose one on the next page.', u'These %(count)s actions then need another contact; you choose one on the next page.', count) 
  SSSS SSSSSS SSSS SSSSS SSSSSSS SSSSSSSS SSS SSSSSS SSS SS SSS SSSS SSSSS

  PPPPP PPPPPPPPP PPPPPPP PPPP PPPP PPPPPPP PPPPPPPP PPP PPPPPP PPP PP PPP PPPP PPPPP
XXXX
XXXXBBB BBBB BB BBBBBXXXXXXXXX XXXXXXXXXXFFFFFXXXXXXX XXXXX
  XXXXXXXXXXXXXXX XXXXXXXXXXXXBBBBBBXXXXX
BBBBB
BBBBBBBB
BBBBB BBBBBB gettext(u'Let %(person)s leave') SSS SSSSSSSSSS SSSSSBBBBBBBB
BBBBB BBBBBBB BBBBBB BBBBBBBB BBBBBBBBBBBBBB
