// Light, dark, or as the system has it. Loaded before the page is drawn, so that nothing flashes.
"use strict";
(() => {
  const themes = ["auto", "light", "dark"];
  const read = () => {
    try {
      return localStorage.getItem("claims-theme");
    } catch {
      return null; // a browser that keeps nothing for pages on a disk
    }
  };
  let theme = themes.includes(read()) ? read() : "auto";
  const apply = () => {
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("claims-theme"));
  };
  document.documentElement.classList.add("js");
  apply();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.createElement("button");
    button.className = "theme";
    button.type = "button";
    document.querySelector("header").append(button);
    const name = () => {
      button.textContent = `Theme: ${theme}`;
    };
    name();
    button.addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      try {
        localStorage.setItem("claims-theme", theme);
      } catch {
        // then it holds for this page
      }
      name();
      apply();
    });
  });
})();
