// What a page can do without a script, it does without this one. Here: comfort only.
(() => {
  const line = document.getElementById("galat-jaringan");
  const say = (text) => { document.getElementById("pengumuman").textContent = text; };
  const each = (selector, work) => document.querySelectorAll(selector).forEach(work);
  // A lost reply to a POST may have been a payment: never just «coba lagi».
  const trouble = (cause, ctx) => {
    const source = ctx && ctx.sourceElement;
    const form = source && source.closest("form");
    const posted = Boolean(ctx && ctx.request && ctx.request.method !== "GET");
    const unsure = "Kami belum tahu apakah kirimanmu masuk. Cek dulu sebelum mencoba lagi.";
    line.textContent = `${cause} ${posted ? unsure : "Coba lagi."} `;
    if (posted && form && form.dataset.statusUrl) {
      const link = document.createElement("a");
      link.href = form.dataset.statusUrl;
      link.textContent = "Cek status pembayaran";
      line.append(link);
    }
    line.classList.add("shown");
    say(line.textContent);
  };

  const busy = (button) => {
    button.dataset.label = button.textContent;
    button.style.minWidth = `${button.offsetWidth}px`;
    button.textContent = "Memproses…";
    button.setAttribute("aria-busy", "true");
  };
  const rest = () => {
    each("button[aria-busy]", (button) => {
      button.textContent = button.dataset.label;
      button.removeAttribute("aria-busy");
      button.removeAttribute("style");
    });
    each("form[data-sent]", (form) => delete form.dataset.sent);
  };

  document.addEventListener("htmx:before:request", () => line.classList.remove("shown"));
  document.addEventListener("htmx:error", (event) => trouble("Jaringan terputus.", event.detail.ctx));
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    if (ctx.response.status >= 500) trouble("Layanan terganggu.", ctx);
  });
  // keepIndicators: htmx is on its way to another page. Autosave is not a press of the button.
  const answered = ({ detail: { ctx } }) => {
    if (!ctx.keepIndicators && ctx.sourceElement.matches("form")) rest();
  };
  document.addEventListener("htmx:before:swap", answered); // htmx would copy the style, the CSP refuses
  document.addEventListener("htmx:finally:request", answered);

  // One press is one request: the second press of a form is dropped while the first is out.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent && !event.defaultPrevented) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    const button = event.submitter || form.querySelector("button:not([type=button])");
    if (button && !button.hasAttribute("aria-busy")) busy(button);
  });
  addEventListener("pageshow", rest); // back from the next page

  const showHelpers = () => each("[data-copy][hidden], [data-reveal][hidden]", (button) => { button.hidden = false; });
  document.addEventListener("htmx:after:swap", showHelpers);
  showHelpers();

  const copy = async (node) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(node.textContent.replace(/\s+/g, ""));
    getSelection().selectAllChildren(node); // rooms run on plain http, without that interface
    if (!document.execCommand("copy")) throw new Error("not copied");
  };
  document.addEventListener("click", (event) => {
    const shared = event.target.closest("[data-share]"); // else the link opens an SMS
    if (shared && navigator.share) {
      event.preventDefault();
      navigator.share({ text: shared.dataset.share }).catch(() => {});
    }
    const button = event.target.closest("[data-copy], [data-reveal]");
    if (!button) return;
    if (button.dataset.copy) {
      copy(document.querySelector(button.dataset.copy))
        .then(() => { say(button.dataset.said || "Kode disalin"); button.lastChild.textContent = "Disalin"; })
        .catch(() => say("Salin dengan menekan lama pada kodenya."));
      return;
    }
    const field = document.querySelector(button.dataset.reveal);
    field.type = field.type === "password" ? "text" : "password";
    button.textContent = field.type === "password" ? "Tampilkan sandi" : "Sembunyikan sandi";
  });
})();
