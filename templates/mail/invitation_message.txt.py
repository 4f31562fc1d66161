BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBBBB BBBBBBBBBBBBBBB gettext(u'Dear %(name)s,') 
  SSSS SSSSSSSSS
BBBB gettext(u'Hello,') BBBBB

 gettext(u'%(by)s invites you to Driehoek for %(party)s. In Driehoek the prestatieafspraken are kept: what was agreed, who does what, and how it is going.') 
  SSSSSS SSSSSSS SSS SS SSSSSSSS SSS SSSSSSSSSS SS SSSSSSSS SSS SSSSSSSSSSSSSSSSSS SSS SSSSS SSSS SSS SSSSSSS SSS SSSS
  SSSSS SSS SSS SS SS SSSSSS


 gettext(u'Your role: %(role)s.') SSSS SSSSS SSSSSSSSS

 gettext(u'Accept the invitation with this link:') 


 gettext(u'The link works once, until %(until)s. Did you not expect this mail? Then do nothing.') 
  SSS SSSS SSSSS SSSSS SSSSS SSSSSSSSSS SSS SSS SSS SSSSSS SSSS SSSSS SSSS SS SSSSSSSS
BBBBBBBBBBBBBBBBBBBBB
