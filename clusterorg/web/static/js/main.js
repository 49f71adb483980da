// Every page works without this file; it saves steps. One small module per habit.
import "./scheme.js";
import "./menus.js";
import "./shortcuts.js";
import "./suggest.js";
import "./drafts.js";
import "./picking.js";
import "./polling.js";
import "./preview.js";
import "./once.js";
import "./copy.js";
