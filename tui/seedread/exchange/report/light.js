"use strict";
{
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const button = document.getElementById("light");
  const now = () => root.dataset.light || (dark.matches ? "dark" : "light");
  const say = () => { button.setAttribute("aria-pressed", String(now() === "dark")); };
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.light = now() === "dark" ? "light" : "dark";
    say();
  });
  dark.addEventListener("change", say);
  say();

  // A link into something folded opens it.
  const unfold = () => {
    const id = location.hash.slice(1);
    const there = id && (document.getElementById(id) || document.getElementById(decodeURIComponent(id)));
    if (!there) return;
    for (let at = there; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    there.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();

  // What is folded is printed all the same, unless it is only numbers behind a picture.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open]):not(.numbers)")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
}
