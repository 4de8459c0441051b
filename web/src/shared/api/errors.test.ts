import { expect, test } from "vitest";
import { ApiError, reasonOf } from "./errors";

test("the content dialect gives a sentence, and faults by field", () => {
  const error = ApiError.from(400, {
    errors: [
      {
        name: "ValidationError",
        message: "The following field is invalid: Title",
        data: {
          collection: "projects",
          errors: [{ path: "title", label: "Title", message: "This field is required." }],
        },
      },
    ],
    code: "VALIDATION_ERROR",
    requestId: "r1",
    retryable: false,
  });

  expect(error.message).toBe("The following field is invalid: Title");
  expect(error.fields).toEqual({ title: "This field is required." });
  expect(error).toMatchObject({ code: "VALIDATION_ERROR", requestId: "r1", retryable: false });
});

test("the orchestrator dialect gives the same", () => {
  const body = {
    error: "Too long.",
    code: "VALIDATION_ERROR",
    retryable: false,
    details: { fields: { content: "too long" } },
  };

  expect(ApiError.from(400, body).fields).toEqual({ content: "too long" });
});

test.each([502, 503, 429])("a bare %i may be tried again and still has a sentence", (status) => {
  const error = ApiError.from(status, null);

  expect(error.retryable).toBe(true);
  expect(error.message).not.toBe("");
});

test("a run that failed says what is wrong with what it was given", () => {
  const error = "The request is not valid: documentUrl.";

  expect(reasonOf({ error })).toBe(error);
  expect(reasonOf({ error, details: { fields: { documentUrl: "Only plain addresses are fetched." } } })).toBe(
    "Only plain addresses are fetched.",
  );
  expect(reasonOf({ error, details: { fields: { mediaId: "expected a document" } } })).toBe(
    "Expected a document.",
  );
});
