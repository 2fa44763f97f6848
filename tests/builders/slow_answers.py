"""A page whose server is far away: each of its answers takes a while, and comes after those before it."""

from playwright.sync_api import Page

_DELAY_ANSWERS = """(() => {
    let last = Promise.resolve();
    window.answersTake = 0;
    window.WebSocket = class extends WebSocket {
        addEventListener(name, listener, options) {
            if (name !== "message") return super.addEventListener(name, listener, options);
            super.addEventListener(name, (event) => {
                const arrival = new Promise((arrived) => setTimeout(arrived, window.answersTake));
                last = Promise.all([last, arrival]).then(() => listener(event));
            }, options);
        }
    };
})()"""


def move_far_away(page: Page) -> None:
    """Put a page that is to be opened on a line that can be slowed down."""
    page.add_init_script(_DELAY_ANSWERS)


def slow_down(page: Page, seconds: float) -> None:
    """From now on the server's answers come so much later."""
    page.evaluate("seconds => { window.answersTake = 1000 * seconds; }", seconds)
