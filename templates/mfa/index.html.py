BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Second factor') BBBBBBBB
BBBBB BBBBBBB
XXXX gettext(u'Second factor') XXXXX
BB BBBBBBBBBBBBBBBBBBBB BBB BBB BBBBBBBBBBBBBB
XXXX XXXXXXXXXXXXXXX
  XXX gettext(u'Your role asks for a second factor. Set up a passkey or an app; after that you go on.') XXXX
XXXXXX
BBBBB
XXX
   gettext(u'Beside your password you show something that only you have. Whoever finds out your password still does not get in.') 
    SSSSSS SSSS SSSSSSSS SSS SSSS SSSSSSSSS SSSS SSSS SSS SSSSS SSSSSSS SSSSS SSS SSSS SSSSSSSS SSSSS SSSS SSS SSS SSS
  
XXXX
XXXX gettext(u'Passkeys') XXXXX
XXX gettext(u'Your fingerprint, face or the code of your device. With a passkey you sign in without a password.') XXXX
BB BBBBBBBBBBBBBBBBBBBBBBB
XXX
  XX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX
     ngettext(u'You have %(count)s passkey', u'You have %(count)s passkeys', count) 
      SSS SSSS SSSSSSSSS SSSSSSS
    
      PPP PPPP PPPPPPPPP PPPPPPPP
    
  XXXX
XXXX
BBBBB
XXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'Add a passkey') XXXXXXXX
XXXX gettext(u'Authenticator app') XXXXX
XXX gettext(u'An app on your telephone that shows a new code of six digits every half minute.') XXXX
BB BBBBBBBBBBBBBBBBBBB
XXX
   gettext(u'An app is connected.') 
  XX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBXX gettext(u'Disconnect the app') XXXX
XXXX
BBBB
XXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX gettext(u'Connect an app') XXXXXXXX
BBBBB
BB BBBBBBBBBBBBBB
XXXX gettext(u'Recovery codes') XXXXX
XXX gettext(u'For when you lose your telephone or device. Each code works once.') XXXX
XXXX
  BB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
  XXXX
    XX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBXX
       ngettext(u'See the %(count)s code that is left', u'See the %(count)s codes that are left', count) 
        SSS SSS SSSSSSSSS SSSS SSSS SS SSSS
      
        PPP PPP PPPPPPPPP PPPPP PPPP PPP PPPP
      
    XXXX
  XXXXX
  BBBBB
  XXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Make new codes') XXXXXXXXX
XXXXX
BBBBB
BBBBBBBB
