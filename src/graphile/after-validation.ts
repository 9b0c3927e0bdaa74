import type { GraphQLError } from "graphql";
import type {} from "postgraphile";
import type { GrafservBase } from "postgraphile/grafserv";

type ExecutionConfiguration = Awaited<ReturnType<GrafservBase["getExecutionConfig"]>>;

/** What parsing and validating comes to: a document, or errors. */
export type ValidationResult = ReturnType<ExecutionConfiguration["parseAndValidate"]>;

/**
 * Makes the Grafserv middleware of plugins that have a say in every document, which no hook of Grafserv's own gives them.
 *
 * @param review - takes what parsing and validating came to, and gives what is to be made of it
 * @param refuse - takes the text before it is parsed, and gives an error if it is not to be
 * @param explain - takes what a rule of validation has thrown to end it, and gives the error to answer with; undefined
 *   throws it on
 * @returns the middleware `setPreset`
 */
export function afterValidation(
  review: (result: ValidationResult) => ValidationResult,
  refuse: (query: string) => GraphQLError | undefined = () => undefined,
  explain: (thrown: unknown) => GraphQLError | undefined = () => undefined,
) {
  const reviewed = new WeakMap<ValidationResult, ValidationResult>();
  return <Result>(next: () => Result, event: { getExecutionConfig: GrafservBase["getExecutionConfig"] }): Result => {
    const { getExecutionConfig } = event;
    event.getExecutionConfig = async function getReviewedExecutionConfig(requestContext) {
      const config = await getExecutionConfig.call(this, requestContext);
      const parseAndValidate = (query: string): ValidationResult => {
        const error = refuse(query);
        if (error) return review({ errors: [error] });
        try {
          const result = config.parseAndValidate(query);
          // Grafserv keeps what came of a text, and so does this.
          const known = reviewed.get(result);
          if (known) return known;
          const made = review(result);
          reviewed.set(result, made);
          return made;
        } catch (thrown) {
          const explained = explain(thrown);
          if (explained === undefined) throw thrown;
          return review({ errors: [explained] });
        }
      };
      return { ...config, parseAndValidate };
    };
    return next();
  };
}
