/** What has to be mended in the page that Redoc makes. Each place is looked for, so that a new Redoc cannot slip by. */
export function mend(html: string): string {
  const end = html.indexOf('<script type="module">');
  const [markup, script] = [html.slice(0, end), html.slice(end)];
  return replace(markup, MENU_LINK, 'href="#$1"') + replace(script, REMOTE_LOGO, EMPTY_IMAGE);
}

/** The links of the menu point at paths of a server, and stay so; the page has everything behind the `#`. */
const MENU_LINK = /(?<=<a [^>]*)href="(\/[^"]*)"/g;

/** Redoc fetches its logo. The link "API docs by Redocly" stays, with its name in theme.css. */
const REMOTE_LOGO = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;
const EMPTY_IMAGE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E";

function replace(text: string, pattern: RegExp, by: string): string {
  const replaced = text.replaceAll(pattern, by);
  if (replaced === text) throw new Error(`Redoc's page has nothing like ${pattern} any more: look at src/page/html.ts`);
  return replaced;
}
