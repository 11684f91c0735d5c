import { life } from "../pictures/life.ts";
import { moving } from "../pictures/moving.ts";
import { paging } from "../pictures/paging.ts";
import { repeat } from "../pictures/repeat.ts";

/** The pictures of the guides, by the path that stands in them. */
export function picturesOfGuides(): Record<string, string> {
  return {
    "pictures/life.gen.svg": life(),
    "pictures/repeat.gen.svg": repeat(),
    "pictures/paging.gen.svg": paging(),
    "pictures/moving.gen.svg": moving(),
  };
}
