"""Waiting until nothing moves on a page in a browser."""

from playwright.sync_api import Page, expect

# A promise that is kept once every element has stayed where it is at so many looks, so many milliseconds apart.
LOOKS, APART = 6, 50
SETTLED = f"""() => new Promise((settled) => {{
    let before = "", looks = 0;
    const look = () => {{
        const now = [...document.querySelectorAll("[data-testid=stApp] *")].map((element) => {{
            const {{ x, y, width, height }} = element.getBoundingClientRect();
            return [x, y, width, height].join();
        }}).join(" ");
        looks = now === before ? looks + 1 : 0;
        before = now;
        if (looks < {LOOKS}) setTimeout(() => requestAnimationFrame(look), {APART}); else settled();
    }};
    look();
}})"""


def wait_until_settled(page: Page) -> None:
    """Wait until Python is done, every chart is drawn, and nothing on the page has moved for a while."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.locator("[data-testid=stVegaLiteChart]:not(:has(svg, canvas))")).to_have_count(0)
    page.evaluate(SETTLED)
