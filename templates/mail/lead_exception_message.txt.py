BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Dear %(name)s,') SSSS SSSSSSSSS

 gettext(u'While a round is open the leads of an action do not change. %(person)s made an exception in %(round)s for this action:') 
  SSSSS S SSSSS SS SSSS SSS SSSSS SS SS SSSSSS SS SSS SSSSSSS SSSSSSSSSS SSSS SS SSSSSSSSS SS SSSSSSSSS SSS SSSS SSSSSSS


X FFFFF XX X

 gettext(u'It is led now by:')  BBB BBBB BB BBBBBBB BBB BBBBBBBBBBBBX BBBBBBBBBBB

 gettext(u'The reason:')  

 gettext(u'Until the round is closed its leads may change. What was reported stays. You find everything here:') 
  SSSSS SSS SSSSS SS SSSSSS SSS SSSSS SSS SSSSSSS SSSS SSS SSSSSSSS SSSSSS SSS SSSS SSSSSSSSSS SSSSS

BBB BBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
