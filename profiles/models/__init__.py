"""What stands on an organisation's public face, and who answers for it."""

from profiles.models.buying import Buying
from profiles.models.card import Card
from profiles.models.contact import Contact
from profiles.models.credential import Credential
from profiles.models.logo import Logo
from profiles.models.profile import Product, Profile, Revision

__all__ = ["Buying", "Card", "Contact", "Credential", "Logo", "Product", "Profile", "Revision"]
