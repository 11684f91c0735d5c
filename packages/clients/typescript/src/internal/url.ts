/** `URL.canParse` and `URL.parse` are newer than some browsers. */
export function toUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
