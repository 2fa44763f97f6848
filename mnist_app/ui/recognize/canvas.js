// Puts up the frontend of the canvas's component, and keeps what is drawn while an answer of the server is under way.
//
// The component loads whatever the server gives it, at once: a stroke in progress would lose its beginning, and strokes
// that the server had not heard of would be wiped. Here an answer waits until the pen is up and the stroke reported, and
// goes below the strokes that it does not know. Each report names the server's edit that it was drawn on.

const PATIENCE = 400; // milliseconds in which the component reports a stroke, after 200 ms; of a mere click it reports none

const canvases = new WeakMap(); // by the shadow root that each is in

class Canvas {
  constructor(place, mount) {
    this.place = place;
    this.mount = mount;
    this.pointers = new Set(); // those that draw now
    this.isUnreported = false; // whether a stroke was drawn that may yet be reported
    this.isHeld = false; // whether an answer waits
    this.drawing = null; // what was loaded last
    this.strokes = []; // on the canvas, as far as reported
    this.listeners = new AbortController();
    this.#listen(place, ["pointerdown"], ({pointerId}) => this.pointers.add(pointerId));
    this.#listen(window, ["pointerup", "pointercancel"], ({pointerId}) => this.#lift(pointerId));
    this.#listen(window, ["pointermove"], ({buttons, pointerId}) => buttons || this.#lift(pointerId));
    this.#listen(window, ["pointerdown", "keydown"], (event) => event.composedPath().includes(place) || this.#reportNow());
  }

  show(answer) {
    this.answer = answer;
    this.isHeld = true;
    this.#showHeld();
  }

  remove(answer) {
    if (answer !== this.answer) return; // Streamlit cleans up after an answer, too, that another one has followed
    this.listeners.abort();
    clearTimeout(this.timer);
    canvases.delete(answer.parentElement);
    this.cleanUp?.();
  }

  #listen(target, names, listener) {
    for (const name of names) target.addEventListener(name, listener, {capture: true, signal: this.listeners.signal});
  }

  #lift(pointer) {
    if (!this.pointers.delete(pointer)) return;
    this.isUnreported = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.isUnreported = false;
      this.#showHeld();
    }, PATIENCE);
  }

  // What is done next, such as clearing, is done to all that is drawn: the component's own button reports it at once.
  #reportNow() {
    if (this.isUnreported) this.place.querySelector(".dc-toolbar button").click();
  }

  #showHeld() {
    if (!this.isHeld || this.pointers.size || this.isUnreported) return;
    this.isHeld = false;
    const {data} = this.answer;
    const {taken, ...drawing} = data.initialDrawing;
    if (drawing.edit !== this.drawing?.edit) {
      const unknown = this.drawing ? this.strokes.slice(taken[this.drawing.edit] ?? Infinity) : [];
      this.strokes = [...drawing.objects, ...unknown];
      this.drawing = {...drawing, objects: this.strokes};
    }
    const setStateValue = (name, value) => this.#report(name, value);
    this.cleanUp = this.mount({...this.answer, data: {...data, initialDrawing: this.drawing}, setStateValue});
  }

  #report(name, value) {
    if (name !== "drawing") return this.answer.setStateValue(name, value);
    this.isUnreported = false;
    this.strokes = value.raw.objects;
    if (this.answer.data.initialDrawing.edit === this.drawing.edit) {
      this.answer.setStateValue(name, {...value, edit: this.drawing.edit});
    } // else the server knows better already: once that is loaded the component reports again
    this.#showHeld();
  }
}

export default async (answer) => {
  const {parentElement} = answer;
  const {module} = parentElement.querySelector(".canvas-root").dataset;
  const {default: mount} = await import(new URL(module, parentElement.querySelector("link").href));
  if (!canvases.has(parentElement)) canvases.set(parentElement, new Canvas(parentElement, mount));
  const canvas = canvases.get(parentElement);
  canvas.show(answer);
  return () => setTimeout(() => canvas.remove(answer)); // once an answer that follows has come so far, too
};
