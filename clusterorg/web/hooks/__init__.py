"""What the payment rail tells us: verified, stored, answered; a worker does the rest."""
