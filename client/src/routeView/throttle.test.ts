import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Throttle } from "./throttle";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("runs at once, then once per pause however often it is asked", async () => {
  const work = vi.fn(async () => undefined);
  const throttle = new Throttle(30, work);
  throttle.request();
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  for (let at = 0; at < 10; at++) throttle.request();
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(29);
  expect(work).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(2);
});

it("runs again after work during which it was asked, never twice at a time", async () => {
  const finish: (() => void)[] = [];
  const work = vi.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
  const throttle = new Throttle(30, work);
  throttle.request();
  throttle.request();
  throttle.request();
  await vi.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(1);
  finish[0]?.();
  await vi.advanceTimersByTimeAsync(30);
  expect(work).toHaveBeenCalledTimes(2);
});

it("does nothing after it was disposed of", async () => {
  const work = vi.fn(async () => undefined);
  const throttle = new Throttle(30, work);
  throttle.request();
  await vi.advanceTimersByTimeAsync(1);
  throttle.request();
  throttle.dispose();
  throttle.request();
  await vi.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(1);
});
