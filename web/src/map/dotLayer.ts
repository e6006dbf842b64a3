import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';
import type { Palette } from './colours';
import { floatsPerDot, type Tracks } from './tracks';

const vertexSource = `#version 300 es
uniform mat4 u_matrix;
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
  gl_Position = v_kind == 0 ? vec4(2.0, 2.0, 2.0, 1.0) : u_matrix * vec4(at, 0.0, 1.0);
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

/** Draws Tracks as dots on a MapLibre map; the GPU moves them, so that thousands of moving vehicles cost the page one buffer a frame of the server. */
export class DotLayer implements CustomLayerInterface {
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  private gl: WebGL2RenderingContext | undefined;
  private program: WebGLProgram | undefined;
  private buffer: WebGLBuffer | undefined;
  private array: WebGLVertexArrayObject | undefined;
  private map: MapLibreMap | undefined;
  private uniforms: Record<string, WebGLUniformLocation | null> = {};
  private stale = true;

  constructor(
    readonly id: string,
    private readonly tracks: Tracks,
    private palette: Palette,
    private readonly now: () => number,
  ) {}

  /** The tracks have changed. */
  touch(): void {
    this.stale = true;
  }

  paint(palette: Palette): void {
    this.palette = palette;
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.map = map;
    this.gl = gl;
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
    this.program = program;
    for (const name of ['u_matrix', 'u_now', 'u_size', 'u_colours', 'u_rim']) {
      this.uniforms[name] = gl.getUniformLocation(program, name);
    }

    this.buffer = gl.createBuffer();
    this.array = gl.createVertexArray();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    const stride = floatsPerDot * 4;
    for (const [name, size, offset] of [['a_way', 4, 0], ['a_time', 2, 16], ['a_kind', 1, 24]] as const) {
      const at = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, size, gl.FLOAT, false, stride, offset);
    }

    gl.bindVertexArray(null);
    this.stale = true;
  }

  onRemove(_map: MapLibreMap, gl: WebGL2RenderingContext): void {
    gl.deleteProgram(this.program ?? null);
    gl.deleteBuffer(this.buffer ?? null);
    gl.deleteVertexArray(this.array ?? null);
  }

  render(_gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const gl = this.gl!;
    if (this.tracks.count === 0) {
      return;
    }

    gl.useProgram(this.program!);
    gl.bindVertexArray(this.array!);
    if (this.stale) {
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer!);
      gl.bufferData(gl.ARRAY_BUFFER, this.tracks.data.subarray(0, this.tracks.count * floatsPerDot), gl.DYNAMIC_DRAW);
      this.stale = false;
    }

    const zoom = this.map!.getZoom();
    const size = Math.min(18, Math.max(6, 7 + (zoom - 12) * 1.8)) * Math.min(2, window.devicePixelRatio);
    gl.uniformMatrix4fv(this.uniforms.u_matrix!, false, fromOrigin(input.defaultProjectionData.mainMatrix, this.tracks.originX, this.tracks.originY));
    gl.uniform1f(this.uniforms.u_now!, this.now());
    gl.uniform1f(this.uniforms.u_size!, size);
    gl.uniform3fv(this.uniforms.u_colours!, new Float32Array(this.palette.dots.flat()));
    gl.uniform3fv(this.uniforms.u_rim!, new Float32Array(this.palette.rim));
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.drawArrays(gl.POINTS, 0, this.tracks.count);
    gl.bindVertexArray(null);
  }
}

/** The matrix for places told from an origin: floats of the GPU are too coarse for places told from the world's corner. */
export function fromOrigin(matrix: ArrayLike<number>, x: number, y: number): Float32Array {
  const out = new Float32Array(16);
  for (let i = 0; i < 16; i++) {
    out[i] = matrix[i]!;
  }

  for (let row = 0; row < 4; row++) {
    out[12 + row] = matrix[row]! * x + matrix[4 + row]! * y + matrix[12 + row]!;
  }

  return out;
}
