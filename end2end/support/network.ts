// The operator's network as the hall sees it: work orders go out as files, reports come in as files.

import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { folder } from "./surroundings";

interface WorkOrder {
  id: string;
  order: string;
}

/** Reports that the work of an order could not be done, before the demo's network reports that it was. */
export async function failOrder(number: string, reason: string): Promise<void> {
  const [out, incoming] = [join(folder(), "provisioning", "out"), join(folder(), "provisioning", "in")];
  let id = "";
  const find = async () => {
    for (const name of await readdir(out).catch(() => [])) {
      const text = name.endsWith(".json") && !name.startsWith(".") ? await readFile(join(out, name), "utf8") : "{}";
      const workOrder = JSON.parse(text) as Partial<WorkOrder>;
      id = workOrder.order === number ? (workOrder.id ?? "") : id;
    }
    return id;
  };
  await expect.poll(find, { message: `a work order for ${number}`, intervals: [50] }).not.toBe("");
  // Whole before it is seen.
  const hidden = join(incoming, `.${id}.failed`);
  await writeFile(hidden, JSON.stringify({ id, done: false, reason }));
  await rename(hidden, join(incoming, `${id}-failed.json`));
}
