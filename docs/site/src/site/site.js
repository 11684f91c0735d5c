// Runs before anything is shown.
(() => {
  // The reference remembers the reader's choice under this name; the pages share it.
  const CHOICE = "redoc.colorMode";
  const storage = (use) => {
    try {
      return use(localStorage);
    } catch {
      return null; // blocked: then a choice lasts as long as the page
    }
  };
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => root.classList.contains("dark");
  const show = (dark) => {
    root.classList.toggle("dark", dark);
    root.classList.toggle("light", !dark);
  };
  const chosen = storage((kept) => kept.getItem(CHOICE));
  show(chosen ? chosen === "dark" : system.matches);

  /** Where the clipboard's own interface is missing (http on other hosts), the browser's old command does it. */
  async function copy(code) {
    if (navigator.clipboard) return navigator.clipboard.writeText(code.textContent);
    getSelection().selectAllChildren(code);
    document.execCommand("copy");
    getSelection().removeAllRanges();
  }

  function addCopyButton(block) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await copy(block.querySelector("code"));
      button.textContent = "Copied";
    });
    button.addEventListener("blur", () => {
      button.textContent = "Copy";
    });
    block.append(button);
  }

  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("colours");
    const label = () => {
      button.textContent = isDark() ? "Light" : "Dark";
    };
    label();
    button.hidden = false;
    button.addEventListener("click", () => {
      show(!isDark());
      storage((kept) => kept.setItem(CHOICE, isDark() ? "dark" : "light"));
      label();
    });
    system.addEventListener("change", ({ matches }) => {
      if (storage((kept) => kept.getItem(CHOICE))) return;
      show(matches);
      label();
    });
    for (const block of document.querySelectorAll(".code")) addCopyButton(block);
  });
})();
