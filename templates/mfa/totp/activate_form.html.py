BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Connect an app') BBBBBBBB
BBBBB BBBBBBB
XXXX gettext(u'Connect an app') XXXXX
 gettext(u'The app is not connected yet') BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB
XXXX
  XXXX
     gettext(u'Open an authenticator app on your telephone, such as FreeOTP, Aegis, or the one of Microsoft or Google.') 
      SSSS SS SSSSSSSSSSSSS SSS SS SSSS SSSSSSSSSS SSSS SS SSSSSSSS SSSSSS SS SSS SSS SS SSSSSSSSS SS SSSSSSS
    
  XXXXX
  XXXX gettext(u'Scan this picture with the app.') 
    XXXX XXXXXXXXXXXXXXXXXXX XXXXXX
      XXXXX gettext(u'Picture with the key for the app; the same key stands below as text.') X XXXXXXXXXXX
      XXXXXXXXXXXXX
    XXX
       gettext(u'Can you not scan it? Type this key into the app:') 
      XXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXXX
  XXXXX
  XXXX gettext(u'Give the code of six digits that the app shows now.') XXXXX
XXXXX
XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBX XXXXXXXXXXXBBBBBBBBBB
  
  XXXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Connect') XXXXXXXXX
XXXXXXX
BBBBBBBB
