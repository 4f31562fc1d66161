BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Exception for leads') X BBBBBBBB
BBBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBB
BBBBB BBBBBBB gettext(u'Let the leads of an action change during the round') BBBBBBBB
BBBBB BBBBBB
XXX
   gettext(u'While a round is open its leads stay as they are: everyone knows who answers. If that cannot wait, make an exception for one action. Its leads may then change until the round is closed.') 
    SSSSS S SSSSS SS SSSS SSS SSSSS SSSS SS SSSS SSSS SSSSSSSS SSSSS SSS SSSSSSSS SS SSSS SSSSSS SSSSS SSSS SS SSSSSSSSS SSS
    SSS SSSSSSS SSS SSSSS SSS SSSS SSSSSS SSSSS SSS SSSSS SS SSSSSSS
  
XXXX
XXXX
  XXXX gettext(u'All leads of the action get your reason by mail, and find it on the page of the action.') XXXXX
  XXXX gettext(u'What a party reported stays. It counts until a party that leads now has answered.') XXXXX
  XXXX gettext(u'Agreed text that was adopted still changes by consent only.') XXXXX
XXXXX
BBBBBBBB
BBBBB BBBBBB gettext(u'Make the exception') BBBBBBBB
BBBBB BBBBBBBBBBBB
