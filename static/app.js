// What a page can do without a script, it does without this one. Here: comfort only.
(() => {
  const say = (text) => { document.getElementById("pengumuman").textContent = text; };
  const line = document.getElementById("galat-jaringan");

  const troubled = (form, post) => {
    const text = post
      ? "Jaringan terputus. Kami belum tahu apakah kirimanmu masuk. Cek dulu sebelum mencoba lagi. "
      : "Jaringan terputus. Coba lagi.";
    line.textContent = text;
    const status = post && form && form.dataset.statusUrl;
    if (status) {
      const link = document.createElement("a");
      link.href = status;
      link.textContent = "Cek status pembayaran";
      line.append(link);
    }
    line.classList.add("shown");
    say(text);
  };

  const rest = (form) => form.querySelectorAll("[aria-busy]").forEach((button) => {
    button.removeAttribute("aria-busy");
    button.textContent = button.dataset.label;
  });

  document.addEventListener("htmx:error", (event) => {
    const source = event.target.closest ? event.target.closest("form") : null;
    troubled(source, Boolean(source && source.method === "post"));
    if (source) rest(source);
  });
  document.addEventListener("htmx:response:error", (event) => {
    const status = event.detail.ctx && event.detail.ctx.response && event.detail.ctx.response.status;
    if (status >= 500) troubled(event.target.closest("form"), true);
  });
  document.addEventListener("htmx:after:swap", () => line.classList.remove("shown"));

  // One press is one request: the second press of a plain form is dropped while the first is out.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter || form.querySelector("button:not([type=button])");
    if (form.dataset.sent && !form.hasAttribute("hx-post")) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (button && form.method === "post") {
      button.dataset.label = button.textContent;
      button.textContent = "Memproses…";
      button.setAttribute("aria-busy", "true");
    }
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    rest(form);
  }));

  document.querySelectorAll("[data-copy], [data-reveal]").forEach((button) => { button.hidden = false; });
  document.addEventListener("htmx:after:swap", () => document
    .querySelectorAll("[data-copy][hidden]").forEach((button) => { button.hidden = false; }));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-reveal]");
    if (!button) return;
    if (button.dataset.copy) {
      const text = document.querySelector(button.dataset.copy).textContent.replace(/\s+/g, "");
      navigator.clipboard.writeText(text).then(() => say("Sudah disalin."), () => say("Salin dengan menekan lama pada kodenya."));
      return;
    }
    const field = document.querySelector(button.dataset.reveal);
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = hidden ? "Sembunyikan sandi" : "Tampilkan sandi";
  });
})();
