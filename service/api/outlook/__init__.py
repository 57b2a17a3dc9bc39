"""What would be if: scenarios of products, posted and stored."""
