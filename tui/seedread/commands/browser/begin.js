"use strict";
// What is typed goes to the program as soon as it runs, not only after a click on it.
new MutationObserver((_, seen) => {
  if (!document.body || !document.body.classList.contains("-first-byte")) return;
  seen.disconnect();
  document.querySelector(".xterm-helper-textarea").focus();
}).observe(document.documentElement, { attributeFilter: ["class"], childList: true, subtree: true });
