// Runs before anything is shown.
(() => {
  // Where storage is blocked, Redoc would stop on it. Then this visit has a memory of its own.
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].getItem("");
    } catch {
      const kept = new Map();
      const storage = {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, String(value)),
        removeItem: (key) => void kept.delete(key),
      };
      Object.defineProperty(window, name, { value: storage });
    }
  }

  // Redoc sets the colours in the body, and a slow page could show a frame before that.
  const CHOICE = "redoc.colorMode";
  const system = matchMedia("(prefers-color-scheme: dark)");
  document.documentElement.classList.add(localStorage.getItem(CHOICE) ?? (system.matches ? "dark" : "light"));

  // Redoc asks the system once, at the start. The page also follows when it changes, until the reader has chosen with
  // Redoc's button.
  system.addEventListener("change", ({ matches }) => {
    const shown = document.documentElement.classList.contains("dark");
    if (localStorage.getItem(CHOICE) || shown === matches) return;
    document.querySelector("[data-testid='color-mode-switcher']")?.click();
    localStorage.removeItem(CHOICE);
  });
})();
