"""The demo's mailbox: every mail the demo sent, to be read and followed. Demo mode only."""
