"""Windows about personal data: who has looked at it, and what is past its period."""
