import type { Palette } from './colours';
import { floatsPerDot, type Tracks } from './tracks';

const vertexSource = `#version 300 es
uniform vec2 u_centre;
uniform vec2 u_scale;
uniform float u_now;
uniform float u_size;
in vec4 a_way;
in vec2 a_time;
in float a_kind;
flat out int v_kind;
out float v_size;
void main() {
  v_kind = int(a_kind + 0.5);
  vec2 at = mix(a_way.xy, a_way.zw, clamp((u_now - a_time.x) / a_time.y, 0.0, 1.0));
  gl_Position = v_kind == 0 ? vec4(2.0, 2.0, 2.0, 1.0) : vec4((at - u_centre) * u_scale, 0.0, 1.0);
  v_size = v_kind == 5 ? u_size * 1.7 : u_size;
  gl_PointSize = v_size;
}`;

// A ring is free, a dot is busy, a square stands, a diamond waits: readable without the colours.
const fragmentSource = `#version 300 es
precision highp float;
uniform vec3 u_colours[6];
uniform vec3 u_rim;
flat in int v_kind;
in float v_size;
out vec4 colour;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float px = 2.0 / v_size;
  float d = v_kind == 4 ? max(abs(p.x), abs(p.y)) * 1.12 : v_kind == 5 ? (abs(p.x) + abs(p.y)) : length(p);
  float inside = 1.0 - smoothstep(1.0 - px, 1.0, d);
  float body = 1.0 - smoothstep(0.80 - px, 0.80, d);
  float hole = v_kind == 1 ? 1.0 - smoothstep(0.34 - px, 0.34, d) : 0.0;
  vec3 c = mix(u_rim, u_colours[v_kind], body * (1.0 - hole));
  colour = vec4(c * inside, inside);
}`;

/** Where the map looks, without turn and tilt: the centre in Mercator, pixels for the world's width, the size of the view in pixels. */
export interface Camera {
  x: number;
  y: number;
  worldPixels: number;
  width: number;
  height: number;
  zoom: number;
}

/** From Mercator to the GPU's -1 to 1, as a centre (told from the origin: floats of the GPU are too coarse for the world's corner) and a scale. */
export function viewOf(camera: Camera, originX: number, originY: number): { centre: [number, number]; scale: [number, number] } {
  return {
    centre: [camera.x - originX, camera.y - originY],
    scale: [(2 * camera.worldPixels) / camera.width, (-2 * camera.worldPixels) / camera.height],
  };
}

interface Parts {
  program: WebGLProgram;
  uniforms: Record<string, WebGLUniformLocation | null>;
  sets: { buffer: WebGLBuffer; array: WebGLVertexArrayObject }[];
}

/**
 * Draws Tracks as dots on a canvas of their own above the map: while vehicles move, streets and areas below need not be drawn again, which matters where a processor draws.
 * The GPU moves the dots: thousands of moving vehicles cost the page one buffer for each frame of the server.
 */
export class DotCanvas {
  private readonly canvas = document.createElement('canvas');
  private readonly gl: WebGL2RenderingContext | null;
  private parts: Parts | undefined;
  private stale = true;

  constructor(
    host: HTMLElement,
    private readonly sets: Tracks[],
  ) {
    this.canvas.className = 'dots';
    host.append(this.canvas);
    this.gl = this.canvas.getContext('webgl2', { antialias: false, depth: false, stencil: false });
    this.canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      this.parts = undefined;
    });
    this.canvas.addEventListener('webglcontextrestored', () => this.touch());
  }

  /** The tracks have changed. */
  touch(): void {
    this.stale = true;
  }

  remove(): void {
    this.gl?.getExtension('WEBGL_lose_context')?.loseContext();
    this.canvas.remove();
  }

  draw(camera: Camera, palette: Palette, now: number): void {
    const { gl } = this;
    if (!gl || gl.isContextLost() || camera.width === 0 || camera.height === 0) {
      return;
    }

    this.parts ??= make(gl, this.sets.length);
    const ratio = Math.min(2, window.devicePixelRatio);
    const [width, height] = [Math.round(camera.width * ratio), Math.round(camera.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }

    const { program, uniforms, sets } = this.parts;
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.uniform1f(uniforms.u_now!, now);
    gl.uniform1f(uniforms.u_size!, Math.min(18, Math.max(6, 7 + (camera.zoom - 12) * 1.8)) * ratio);
    gl.uniform3fv(uniforms.u_colours!, new Float32Array(palette.dots.flat()));
    gl.uniform3fv(uniforms.u_rim!, new Float32Array(palette.rim));
    this.sets.forEach((tracks, i) => {
      const { buffer, array } = sets[i]!;
      if (tracks.count === 0) {
        return;
      }

      gl.bindVertexArray(array);
      if (this.stale) {
        gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
        gl.bufferData(gl.ARRAY_BUFFER, tracks.data.subarray(0, tracks.count * floatsPerDot), gl.DYNAMIC_DRAW);
      }

      const { centre, scale } = viewOf(camera, tracks.originX, tracks.originY);
      gl.uniform2f(uniforms.u_centre!, ...centre);
      gl.uniform2f(uniforms.u_scale!, ...scale);
      gl.drawArrays(gl.POINTS, 0, tracks.count);
    });
    gl.bindVertexArray(null);
    this.stale = false;
  }
}

function make(gl: WebGL2RenderingContext, count: number): Parts {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, vertexSource], [gl.FRAGMENT_SHADER, fragmentSource]] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) {
      throw new Error(gl.getShaderInfoLog(shader) ?? 'A shader does not compile.');
    }

    gl.attachShader(program, shader);
  }

  gl.linkProgram(program);
  const names = ['u_centre', 'u_scale', 'u_now', 'u_size', 'u_colours', 'u_rim'];
  const sets = Array.from({ length: count }, () => {
    const [buffer, array] = [gl.createBuffer(), gl.createVertexArray()];
    gl.bindVertexArray(array);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    for (const [name, size, offset] of [['a_way', 4, 0], ['a_time', 2, 16], ['a_kind', 1, 24]] as const) {
      const at = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, size, gl.FLOAT, false, floatsPerDot * 4, offset);
    }

    gl.bindVertexArray(null);
    return { buffer, array };
  });
  return { program, uniforms: Object.fromEntries(names.map((name) => [name, gl.getUniformLocation(program, name)])), sets };
}
