import createCache from "@emotion/cache";
import { StyleSheet } from "@emotion/sheet";

/**
 * Rules go into a constructed style sheet instead of `<style>` elements, so that the page keeps a content policy
 * without inline styles. Sheets of global rules come before those of components.
 */
class AdoptedSheet extends StyleSheet {
  private rules: CSSStyleSheet | null = null;

  override hydrate(): void {
    // There is nothing to take over: the page is never rendered on a server.
  }

  override insert(rule: string): void {
    const rules = this.adopted();
    try {
      rules.insertRule(rule, rules.cssRules.length);
    } catch {
      // A rule for another browser's vendor prefix.
    }
  }

  override flush(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== this.rules);
    this.rules = null;
    this.tags = [];
  }

  private adopted(): CSSStyleSheet {
    if (this.rules) return this.rules;
    this.rules = new CSSStyleSheet();
    const others = document.adoptedStyleSheets;
    document.adoptedStyleSheets = this.key.endsWith("-global")
      ? [this.rules, ...others]
      : [...others, this.rules];
    // Emotion takes a sheet without tags for an empty one; the element itself is never put into the page.
    this.tags = [document.createElement("style")];
    return this.rules;
  }
}

const cache = createCache({ key: "admin", speedy: true });
cache.sheet = new AdoptedSheet({ key: "admin", container: document.head, speedy: true });

export { cache };
