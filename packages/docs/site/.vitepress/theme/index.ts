// Without VitePress' own fonts: the system's need no request.
import theme from "vitepress/theme-without-fonts";

export default theme;
