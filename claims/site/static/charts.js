// Charts by Vega-Lite: drawn when they come into view, in the colours of the page.
"use strict";
(() => {
  const root = document.body.dataset.root;
  const figures = [...document.querySelectorAll("figure.chart")];
  let library = null;

  const load = (name) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = `${root}static/vega/${name}`;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  const vega = () => {
    library ||= load("vega.min.js").then(() => load("vega-lite.min.js")).then(() => load("vega-embed.min.js"));
    return library;
  };

  const config = () => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const text = { labelColor: colour("ink"), titleColor: colour("soft"), labelFontSize: 12, titleFontSize: 12 };
    return {
      background: "transparent",
      font: getComputedStyle(document.body).fontFamily,
      view: { stroke: null },
      axis: {
        ...text,
        titleFontWeight: "normal",
        gridColor: colour("line"),
        domainColor: colour("line"),
        tickColor: colour("line"),
      },
      legend: { ...text, symbolSize: 90 },
      text: { fill: colour("ink"), fontSize: 12 },
      range: { category: ["single", "average", "range", "best"].map(colour) },
    };
  };

  // The line of what leads has a colour of its own; long names leave no room for the drawing on a phone.
  const fitted = (spec, width) => {
    const copy = structuredClone(spec);
    const lead = getComputedStyle(document.documentElement).getPropertyValue("--lead").trim();
    for (const layer of copy.layer) {
      if (layer.mark.style === "lead") Object.assign(layer.mark, { color: lead, strokeWidth: 2.5 });
    }
    if (width < 480) {
      for (const layer of copy.layer) {
        if (layer.encoding.y?.axis?.labelLimit) layer.encoding.y.axis.labelLimit = 110;
        for (const channel of [layer.encoding.color, layer.encoding.shape]) {
          if (channel?.legend) channel.legend.columns = 2;
        }
      }
    }
    return copy;
  };

  const draw = async (figure) => {
    await vega();
    const target = figure.querySelector(".drawing");
    const spec = JSON.parse(figure.querySelector("script").textContent);
    const embedded = await window.vegaEmbed(target, fitted(spec, target.clientWidth), {
      actions: false,
      renderer: "svg",
      config: config(),
      tooltip: { theme: "custom" },
    });
    const drawing = target.querySelector("svg");
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", `${figure.querySelector("figcaption").textContent}. The table below has the same values.`);
    // One picture with one name: what is inside of it is for the eye.
    drawing.querySelectorAll("[aria-label], [role], [aria-roledescription]").forEach((part) => {
      for (const name of ["aria-label", "role", "aria-roledescription"]) part.removeAttribute(name);
    });
    drawing.querySelectorAll("a").forEach((link) => link.setAttribute("tabindex", "-1"));
    figure.claimsView = embedded;
    figure.dataset.drawn = "yes";
  };

  const seen = new IntersectionObserver(
    (changes) => {
      for (const change of changes) {
        if (!change.isIntersecting) continue;
        seen.unobserve(change.target);
        draw(change.target);
      }
    },
    { rootMargin: "300px" },
  );
  figures.forEach((figure) => seen.observe(figure));
  document.addEventListener("claims-theme", () => {
    for (const figure of figures) {
      if (!figure.claimsView) continue;
      figure.claimsView.finalize();
      draw(figure);
    }
  });
})();
