BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Ask a party to take part') X BBBBBBBB
BBBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBB BBBBBBB gettext(u'Ask a party to take part') BBBBBBBB
BBBBB BBBBBB
XXX
   gettext(u'A coordinator of that party says yes or no. Until then the party reads nothing of the agreement, and its people get no other mail.') 
    S SSSSSSSSSSS SS SSSS SSSSS SSSS SSS SS SSS SSSSS SSSS SSS SSSSS SSSSS SSSSSSS SS SSS SSSSSSSSSS SSS SSS SSSSSS SSS SS
    SSSSS SSSSS
  
XXXX
XXX
   gettext(u'Ask everyone who takes part one after the other. Once one of them has said yes, all parties together change who takes part.') 
    SSS SSSSSSSS SSS SSSSS SSSS SSS SSSSS SSS SSSSSS SSSS SSS SS SSSS SSS SSSS SSSS SSS SSSSSSS SSSSSSSS SSSSSS SSS SSSSS
    SSSSS
  
XXXX
BBBBBBBB
BBBBB BBBBBB gettext(u'Ask this party') BBBBBBBB
BBBBB BBBBBBBBBBBB
