BBBB BBBB
XXXX XXXXXXXXXXXXXX
  XXX gettext(u'You do not take part in an agreement yet') XXXX
  XXX
     gettext(u'As soon as your party takes part in prestatieafspraken, they stand here. Ask the coordinator of your party or of the municipality.') 
      SS SSSS SS SSSS SSSSS SSSSS SSSS SS SSSSSSSSSSSSSSSSSSS SSSS SSSSS SSSSS SSS SSS SSSSSSSSSSS SS SSSS SSSSS SS SS
      SSS SSSSSSSSSSSSS
    
  XXXX
  BB BBBBBBBBBBBBB
  XXX
    XX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXX
       gettext(u'Enter an agreement') 
    XXXX
  XXXX
  BBBBB
XXXXXX
