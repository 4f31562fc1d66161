BBBBBBB BBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Not sent') BBBBBBBB
BBBBB BBBBBBB
XXXX XXXXXXXXXXXXXXX
  XXXX gettext(u'Not sent') XXXXX
  XXX
     gettext(u'You were signed out or signed in again since you opened the form, so it was not sent. Nothing was changed.') 
      SSS SSSS SSSSSS SSS SS SSSSSS SS SSSSS SSSSS SSS SSSSSS SSS SSSSS SS SS SSS SSS SSSSS SSSSSSS SSS SSSSSSSS
    
  XXXX
  XXX gettext(u'Go back with your browser: what you typed is still there. Copy it, reload the page and send it again.') XXXX
  XXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXX gettext(u'Go to your agreements') XXXXXXXX
XXXXXX
BBBBBBBB
