import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { Message } from "@/shared/api/types";
import { AssistantMessage } from "./AssistantMessage";
import { FailedAnswer } from "./FailedAnswer";

const failed = { runId: "r1", text: "", sentence: "It is broken.", retryable: false };

afterEach(cleanup);

test("what was to be brought in is no answer that failed", () => {
  render(<FailedAnswer {...failed} mode="data" onRetry={null} />);

  expect(screen.getByTestId("run-error").textContent).toBe("It could not be brought in.It is broken.");
});

test("a failed message says what failed, as its mode has it", () => {
  const error = { error: "It is broken.", code: "VALIDATION_ERROR", retryable: false };
  const message = { role: "assistant", content: "", runId: "r1", metadata: { status: "failed", error } };

  for (const [mode, title] of [
    ["chat", "The answer failed."],
    ["query", "The answer failed."],
    ["data", "It could not be brought in."],
  ] as const) {
    render(
      <AssistantMessage
        message={message as unknown as Message}
        mode={mode}
        onRetry={null}
        mayDecide={false}
      />,
    );
    expect(screen.getByTestId("run-error").textContent).toContain(title);
    cleanup();
  }
});
