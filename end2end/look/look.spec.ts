// Visits the pages and writes a picture of each, whole, to LOOK_FOLDER (end2end/looks unless it is set):
//
//     cargo xtask hall -- npm run look
//     LOOK_PAGES="owesMoney:/bills lockedIn:/plans" cargo xtask hall -- npm run look

import { join } from "node:path";
import { test, type Visitor, type State } from "../support/hall";
import { inside, outside } from "./pages";

const folder = process.env.LOOK_FOLDER ?? "looks";

/** The pages asked for in LOOK_PAGES, `STATE:PATH` with blanks between; all when nothing is asked for. */
function wanted(): Map<State, string[]> {
  const asked = (process.env.LOOK_PAGES ?? "").split(/\s+/).filter((word) => word !== "");
  if (asked.length === 0) {
    return new Map(Object.entries(inside) as [State, string[]][]);
  }
  const pages = new Map<State, string[]>();
  for (const word of asked) {
    const [state, path] = [word.slice(0, word.indexOf(":")) as State, word.slice(word.indexOf(":") + 1)];
    pages.set(state, [...(pages.get(state) ?? []), path]);
  }
  return pages;
}

async function picture(visitor: Visitor, project: string, who: string, path: string): Promise<void> {
  await visitor.page.goto(path);
  const name = path === "/" ? "home" : path.slice(1).replaceAll("/", "-");
  await visitor.page.screenshot({ path: join(folder, project, `${who}-${name}.png`), fullPage: true });
}

test("outside", async ({ hall }, { project }) => {
  for (const path of process.env.LOOK_PAGES === undefined ? outside : []) {
    await picture(hall, project.name, "anybody", path);
  }
});

for (const [state, paths] of wanted()) {
  test(state, async ({ hall }, { project }) => {
    await hall.signIn(state);
    for (const path of paths) {
      await picture(hall, project.name, state, path);
    }
  });
}
