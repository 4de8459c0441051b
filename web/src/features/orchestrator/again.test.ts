import { expect, test } from "vitest";
import { ApiError } from "@/shared/api/errors";
import { throughGateways } from "./again";

function failing(...statuses: number[]) {
  let asked = 0;
  const ask = () => {
    const status = statuses[asked++];
    return status ? Promise.reject(new ApiError("no", { status, code: "X" })) : Promise.resolve("accepted");
  };
  return { ask, count: () => asked };
}

test("a gateway that gave up waiting is asked again until it answers", async () => {
  const { ask, count } = failing(504, 502);

  expect(await throughGateways(ask, [0, 0, 0])).toBe("accepted");
  expect(count()).toBe(3);
});

test("a refusal is one, and so is a gateway that never answers", async () => {
  const refused = failing(422);
  await expect(throughGateways(refused.ask, [0, 0])).rejects.toMatchObject({ status: 422 });
  expect(refused.count()).toBe(1);

  const away = failing(504, 504, 504, 504);
  await expect(throughGateways(away.ask, [0, 0])).rejects.toMatchObject({ status: 504 });
  expect(away.count()).toBe(3);
});
