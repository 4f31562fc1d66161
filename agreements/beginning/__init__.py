"""A new agreement in one sitting: typed step by step, kept as a draft, and made in one transaction."""
