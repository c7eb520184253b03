import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { type PageOptions, type PictureBrowser, type PicturePage, startPictures } from "./picturePage";

/** Where pictures of pages are put. */
export const screenshots = join(import.meta.dirname, "../../test-results/webview");

/**
 * Starts a browser for the tests of the suite that calls this. Returns what opens a page; after each test its pages are closed, and must not have
 * complained.
 */
export function usePictures(): (options?: PageOptions) => Promise<PicturePage> {
  let browser: PictureBrowser;
  const opened: PicturePage[] = [];

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    browser = await startPictures();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
  });

  afterEach(async () => {
    for (const picture of opened.splice(0)) {
      const complaints = await picture.complaints();
      await picture.close();
      expect(complaints).toEqual([]);
    }
  });

  return async (options = {}) => {
    const picture = await browser.open(options);
    opened.push(picture);
    return picture;
  };
}
